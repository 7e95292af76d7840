print("datamesh-bench")
